import { useLocalStorage } from '@mantine/hooks';

/** Through whose eyes the console looks. It orders and filters; what somebody may do is the hub's to say. */
export type Role = 'operations' | 'merchandising' | 'finance' | 'service' | 'engineering';

export const roles: { value: Role; label: string; owner: string }[] = [
  { value: 'operations', label: 'Operations', owner: 'ops' },
  { value: 'merchandising', label: 'Merchandising', owner: 'ecommerce' },
  { value: 'finance', label: 'Finance', owner: 'finance' },
  { value: 'service', label: 'Customer service', owner: 'cx' },
  { value: 'engineering', label: 'Engineering', owner: 'engineering' },
];

/** The view that was chosen on this device. */
export function useRole(): [Role, (role: Role) => void] {
  const [role, setRole] = useLocalStorage<Role>({
    key: 'trueup.view',
    defaultValue: 'operations',
    getInitialValueInEffect: false,
  });
  return [roles.some((known) => known.value === role) ? role : 'operations', setRole];
}

/** Whose cases a view is about. */
export const ownerOf = (role: Role) => roles.find((known) => known.value === role)?.owner ?? 'ops';
