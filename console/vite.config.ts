import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const out = '../artifacts/console';
const packable = new Set(['.js', '.css', '.svg', '.html']);

/** Packs every text file once, at build time, so that the hub never has to. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    closeBundle() {
      for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
        if (packable.has(extname(name))) {
          const content = readFileSync(join(out, name));
          writeFileSync(join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
          const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 };
          writeFileSync(join(out, `${name}.br`), brotliCompressSync(content, { params: quality }));
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), packed()],
  build: {
    outDir: out,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': process.env.TRUEUP_HUB ?? 'http://127.0.0.1:8080' } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
} as Parameters<typeof defineConfig>[0]);
