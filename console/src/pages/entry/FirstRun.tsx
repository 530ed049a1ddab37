import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { act, HubError } from '../../api/client';
import { Credentials } from './Credentials';
import { Door } from './Door';
import classes from './SignIn.module.css';

/** Makes the first administrator with the code of the link that the hub printed. */
export function FirstRun() {
  const [search] = useSearchParams();
  const [code] = useState(search.get('code') ?? '');
  const [again, setAgain] = useState('');
  const make = async (name: string, password: string) => {
    if (password !== again) {
      throw new HubError(400, 'The two passwords differ.');
    }
    return act('/api/session/first', { body: { code, name, password } });
  };
  return (
    <Door title="Make the first administrator">
      <Credentials label="Make the administrator" isNew to="/" does={make}>
        <PasswordInput
          label="Password again"
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
          autoComplete="new-password"
          required
          withAsterisk={false}
        />
        <ul className={classes.rules}>
          <li>Long is better than complicated: four or five unrelated words do well.</li>
          <li>Not your name, and none of the passwords that everybody tries first.</li>
        </ul>
      </Credentials>
    </Door>
  );
}
