import { Menu, UnstyledButton } from '@mantine/core';
import { IconKey, IconLogout, IconUsers } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { proof, remove } from '../api/client';
import { sayOf } from '../parts/tone';
import classes from './Account.module.css';
import { useMay, useSession } from './session';

/** Who is signed in, and the way out. */
export function Account() {
  const session = useSession();
  const mayAdminister = useMay('administer');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await remove('/api/session');
    } finally {
      proof.csrf = undefined;
      queries.clear();
      navigate('/sign-in', { replace: true });
    }
  };
  const name = session.name ?? '';
  const initials = name.slice(0, 2).toUpperCase();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-label={`${initials}, account of ${name}`}>
          {initials}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{name}</strong>
          <span>{session.roles.map(sayOf).join(', ') || 'token'}</span>
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKey size={15} />} onClick={() => navigate('/account')}>
          Password
        </Menu.Item>
        {mayAdminister && (
          <Menu.Item leftSection={<IconUsers size={15} />} onClick={() => navigate('/people')}>
            People and tokens
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
