import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** A block of a text. */
type Block = { kind: 'heading' | 'text'; text: string } | { kind: 'numbers' | 'points'; items: string[] };

/** The blocks of a text in the little Markdown that runbooks are written in. What is not known stays as it is. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const line of markdown.split('\n')) {
    const last = blocks.at(-1);
    const item = /^(\d+\.|-) (.*)$/.exec(line);
    if (item) {
      const kind = item[1] === '-' ? 'points' : 'numbers';
      const text = item[2] as string;
      if (last?.kind === kind) {
        last.items.push(text);
      } else {
        blocks.push({ kind, items: [text] });
      }
    } else if (/^#+ /.test(line)) {
      blocks.push({ kind: 'heading', text: line.replace(/^#+ /, '') });
    } else if (line.startsWith('   ') && last && 'items' in last) {
      last.items[last.items.length - 1] += ` ${line.trim()}`;
    } else if (line.trim()) {
      if (last?.kind === 'text' && last.text) {
        last.text += ` ${line.trim()}`;
      } else {
        blocks.push({ kind: 'text', text: line.trim() });
      }
    } else if (last) {
      blocks.push({ kind: 'text', text: '' });
    }
  }
  return blocks.filter((block) => !('text' in block) || block.text);
}

/** Bold, slanted, code and links within a line; everything else is text. */
export function inlineOf(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\[[^\]]+\]\([^)\s]+\))/).map((part, place) => {
    const link = /^\[([^\]]+)\]\((\/[^)]*)\)$/.exec(part);
    if (link) {
      return (
        <Link key={place} className="link" to={link[2] as string}>
          {link[1]}
        </Link>
      );
    }
    if (part.startsWith('**')) {
      return <strong key={place}>{part.slice(2, -2)}</strong>;
    }
    if (part.startsWith('`')) {
      return (
        <code key={place} className="mono">
          {part.slice(1, -1)}
        </code>
      );
    }
    return part.length > 2 && part.startsWith('*') ? <em key={place}>{part.slice(1, -1)}</em> : part;
  });
}

/** A text of a runbook. */
export function Prose({ text }: { text: string }) {
  return (
    <div className="prose">
      {blocksOf(text).map((block, place) => {
        switch (block.kind) {
          case 'heading':
            return <h3 key={place}>{inlineOf(block.text)}</h3>;
          case 'text':
            return <p key={place}>{inlineOf(block.text)}</p>;
          default: {
            const List = block.kind === 'numbers' ? 'ol' : 'ul';
            return (
              <List key={place}>
                {block.items.map((item) => (
                  <li key={item}>{inlineOf(item)}</li>
                ))}
              </List>
            );
          }
        }
      })}
    </div>
  );
}
