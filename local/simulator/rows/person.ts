import { integerFrom, pick, type Random, randomBytesFrom, seededRandom, seedOf } from './random.ts';

/** An invented person who took part; the same seed and index give the same one. */
export type SimulatedPerson = {
  readonly index: number;
  readonly name: string;
  /** Belongs to the account, so Zoom tells the id and e-mail address. */
  readonly member: boolean;
  readonly phone: boolean;
  readonly id: string;
  readonly email: string;
  readonly participantUuid: string;
  readonly registrantId: string;
  readonly device: Device;
  /** Of the line, which the quality of service follows. */
  readonly line: 'good' | 'fair' | 'poor';
};

type Device = {
  /** Zoom's own mess: nothing here has one format. */
  readonly device: string;
  readonly os: string;
  readonly osVersion: string;
  readonly client: string;
  readonly browser: string;
  readonly network: string;
};

const names: [string, ...string[]] = [
  'Ada Brandt',
  'Zoë Ångström 🌿',
  '李小龙',
  'Σοφία Παππά',
  'محمد العربي',
  'Bob# Jr. (he/him)',
  "Siobhán O'Neill",
  'Đặng Thị Hoa',
  '👩‍💻 Mira',
  'Jean-François "JF" Côté',
  'नेहा शर्मा',
  'user\\name <b>',
  'Conference Room 4 🏳️‍🌈',
  'İpek Öztürk',
];

const devices: [Device, ...Device[]] = [
  { device: 'WIN', os: 'Windows', osVersion: '11', client: 'Zoom 6.2.3', browser: '', network: 'Wired' },
  { device: 'win 10+ 17763', os: 'Windows', osVersion: '10.0', client: '', browser: '', network: 'Wifi' },
  { device: 'Mac', os: 'macOS', osVersion: '15.1', client: 'Zoom 6.2.3', browser: '', network: 'Wifi' },
  { device: 'Web Browser Chrome 141', os: 'Linux', osVersion: '', client: '', browser: 'Chrome', network: 'Others' },
  { device: 'Android', os: 'Android', osVersion: '15', client: 'Zoom 6.1', browser: '', network: 'Cellular' },
  { device: 'Zoom Rooms', os: 'Windows', osVersion: '11', client: '', browser: '', network: 'Wired' },
  { device: 'Unknown', os: '', osVersion: '', client: '', browser: '', network: '' },
];

const telephone: Device = { device: 'Phone', os: '', osVersion: '', client: '', browser: '', network: '' };

function uuidLike(random: Random): string {
  const hex = randomBytesFrom(random, 16).toString('hex').toUpperCase();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** SimulatedPerson 0 is the host: a member, never on the phone. */
export function personAt(seed: number, index: number): SimulatedPerson {
  const random = seededRandom(seedOf(seed, 'person', index));
  const phone = index > 0 && index % 11 === 5;
  const member = index === 0 || (!phone && random() < 0.6);
  const number = String(integerFrom(random, 1000, 9999));
  const base = names[index % names.length] ?? names[0];
  const named = index < names.length ? base : `${base} ${index}`;
  return {
    index,
    name: phone ? `1415***${number}` : named,
    member,
    phone,
    id: member ? randomBytesFrom(random, 16).toString('base64url') : '',
    email: member ? `person${index}@example.com` : '',
    participantUuid: uuidLike(random),
    registrantId: index % 3 === 1 ? randomBytesFrom(random, 12).toString('base64url') : '',
    device: phone ? telephone : pick(random, devices),
    line: pick(random, ['good', 'good', 'good', 'fair', 'poor']),
  };
}
