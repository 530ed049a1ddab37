import { ActionIcon, Drawer, Menu, Tooltip, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconChevronDown,
  IconDeviceDesktop,
  IconHelp,
  IconMenu2,
  IconMoon,
  IconSearch,
  IconSun,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { statusQuestion } from '../api/questions';
import { Account } from './Account';
import classes from './Frame.module.css';
import { Help } from './Help';
import { HubBanner } from './HubBanner';
import { useGoTo, useKeys } from './keys';
import { useLive } from './live';
import { Palette } from './Palette';
import { Pulse } from './Pulse';
import { places, railOf } from './places';
import { Rail } from './Rail';
import { roles, useRole } from './role';

const schemes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the device', icon: IconDeviceDesktop },
] as const;

/** The frame around every page: the rail, the bar above, the palette and the keys. */
export function Frame() {
  useLive();
  const [role, setRole] = useRole();
  const [isPaletteOpen, palette] = useDisclosure();
  const [isHelpOpen, help] = useDisclosure();
  const [isDrawerOpen, drawer] = useDisclosure();
  const navigate = useNavigate();
  const location = useLocation();
  const { data: status } = useQuery(statusQuestion);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Scheme = schemes.find((known) => known.value === colorScheme)?.icon ?? IconDeviceDesktop;
  const badges = { '/cases': status?.exceptions.open };

  useGoTo(Object.fromEntries(Object.values(places).map((place) => [place.key, () => navigate(place.to)])));
  useKeys({
    '?': help.open,
    '/': () => {
      const search = document.querySelector<HTMLInputElement>('[data-search]');
      if (search) {
        search.focus();
        search.select();
      } else {
        palette.open();
      }
    },
  });

  return (
    <div className={classes.frame}>
      <a className="skip" href="#content">
        To the content
      </a>
      <aside className={classes.rail}>
        <Rail sections={railOf(role)} badges={badges} />
      </aside>
      <div className={classes.right}>
        <div className={classes.bar} role="banner">
          <ActionIcon className={classes.burger} aria-label="Menu" onClick={drawer.open}>
            <IconMenu2 size={18} />
          </ActionIcon>
          <UnstyledButton className={classes.search} onClick={palette.open}>
            <IconSearch size={15} aria-hidden="true" />
            <span>SKU, order, case, message or page</span>
            <kbd>Ctrl K</kbd>
          </UnstyledButton>
          <div className={classes.tools}>
            <Pulse />
            <Menu position="bottom-end" width={210}>
              <Menu.Target>
                <UnstyledButton
                  className={classes.view}
                  aria-label={`View: ${roles.find((r) => r.value === role)?.label}`}
                >
                  <span className={classes.viewWord}>
                    {roles.find((known) => known.value === role)?.label}
                  </span>
                  <IconChevronDown size={14} aria-hidden="true" />
                </UnstyledButton>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Label>Look through the eyes of</Menu.Label>
                {roles.map((known) => (
                  <Menu.Item
                    key={known.value}
                    onClick={() => setRole(known.value)}
                    fw={known.value === role ? 600 : 400}
                  >
                    {known.label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Menu position="bottom-end" width={170}>
              <Menu.Target>
                <ActionIcon aria-label="Colours" color="gray">
                  <Scheme size={17} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {schemes.map(({ value, label, icon: Icon }) => (
                  <Menu.Item
                    key={value}
                    leftSection={<Icon size={15} />}
                    onClick={() => setColorScheme(value)}
                  >
                    {label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Tooltip label="Keys (?)">
              <ActionIcon aria-label="Keyboard help" onClick={help.open}>
                <IconHelp size={18} />
              </ActionIcon>
            </Tooltip>
            <Account />
          </div>
        </div>
        <HubBanner />
        <div className={classes.content} key={location.pathname.split('/')[1]}>
          <Outlet />
        </div>
      </div>
      <Drawer
        opened={isDrawerOpen}
        onClose={drawer.close}
        size={250}
        padding={0}
        withCloseButton={false}
        title={null}
      >
        <div className={classes.drawer}>
          <Rail sections={railOf(role)} badges={badges} onGo={drawer.close} isWide />
        </div>
      </Drawer>
      <Palette isOpen={isPaletteOpen} open={palette.open} close={palette.close} />
      <Help isOpen={isHelpOpen} close={help.close} />
    </div>
  );
}
