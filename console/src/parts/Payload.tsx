import { CopyButton, UnstyledButton } from '@mantine/core';
import classes from './Payload.module.css';

/** JSON with its members one under the other; anything else as it is. */
export function tidy(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What somebody sent, as text and never as anything else. */
export function Payload({ text, label, height = 420 }: { text: string; label: string; height?: number }) {
  return (
    <div className={classes.frame}>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <UnstyledButton className={classes.copy} onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </UnstyledButton>
        )}
      </CopyButton>
      <pre
        className={classes.text}
        style={{ maxHeight: height }}
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        {tidy(text)}
      </pre>
    </div>
  );
}
