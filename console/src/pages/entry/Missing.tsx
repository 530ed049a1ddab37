import { Link } from 'react-router';
import { Page } from '../../parts/Page';
import { Blank } from '../../parts/states';

/** An address that leads nowhere. */
export function Missing() {
  return (
    <Page title="Nothing here">
      <Blank title="This address leads nowhere">
        The link may be old, or a letter is missing.{' '}
        <Link className="link" to="/">
          Go to Today
        </Link>
        .
      </Blank>
    </Page>
  );
}
