import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Blank } from './states';

/** Keeps what goes wrong on one page from taking the others with it: a page that could not be fetched, or a fault of its own. */
export class Mishap extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? (
      <main id="content" tabIndex={-1}>
        <h1 className="hidden">This page cannot be shown</h1>
        <Blank
          title="This page cannot be shown"
          action={
            <Button variant="default" onClick={() => window.location.reload()}>
              Load it again
            </Button>
          }
        >
          It could not be fetched from the hub, or met with an answer that it does not understand. The other
          pages go on.
        </Blank>
      </main>
    ) : (
      this.props.children
    );
  }
}
