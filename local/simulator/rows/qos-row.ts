import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import { blankAsZoomDoes, machineFields } from './participant-row.ts';
import { integerFrom, type Random, seededRandom, seedOf } from './random.ts';
import type { SimulatedSession } from './session.ts';

const minuteMs = 60_000;

const healthOf = {
  good: { health: 'Good', issue_list: [] },
  fair: { health: 'Warning', issue_list: ['Unstable audio quality'] },
  poor: { health: 'Critical', issue_list: ['Unstable audio quality', 'High CPU occupation'] },
};

/**
 * A row of `/metrics/{meetings,webinars}/{id}/participants/qos`, with one sample for each minute of the stay (one at the
 * least). Every eighth person's samples have all the blocks that Zoom knows, the others those that are always there.
 */
export function qosRow(seed: number, kind: Kind, session: SimulatedSession): Record<string, unknown> {
  const { person } = session;
  const random = seededRandom(seedOf(seed, 'qos', session.userId));
  const minutes = Math.max(1, Math.round((session.leaveAtMs - session.joinAtMs) / minuteMs));
  const line: QosLine = {
    quality: person.line,
    video: !person.phone && person.index % 3 !== 2,
    sharing: person.index % 4 === 0,
    wifi: person.device.network === 'Wifi',
    allBlocks: person.index % 8 === 0,
  };
  const firstMinuteMs = Math.floor(session.joinAtMs / minuteMs) * minuteMs;
  const user_qos = Array.from({ length: minutes }, (_, minute) =>
    qosSample(random, line, { atMs: firstMinuteMs + minute * minuteMs, minute }),
  );
  const fields = { ...machineFields(seed, session), ...healthOf[person.line] };
  const without = kind === 'webinar' ? ['total_jointime_cost'] : [];
  const kept = Object.entries(fields).filter(([name]) => !without.includes(name));
  return { ...blankAsZoomDoes(Object.fromEntries(kept), person.index), user_qos };
}

/** What decides on a session's samples. */
type QosLine = {
  readonly quality: 'good' | 'fair' | 'poor';
  readonly video: boolean;
  readonly sharing: boolean;
  readonly wifi: boolean;
  /** Whether the blocks of conference-room connectors and gateways, and CPU pressure, are there. */
  readonly allBlocks: boolean;
};

type QosStream = Record<string, string>;

const latencyMs = { good: [18, 60], fair: [60, 180], poor: [150, 900] } as const;
const lossPermille = { good: [0, 4], fair: [2, 30], poor: [10, 250] } as const;

/** No stream: blank, a dash for the frame rate at times, and no picture. */
const silent: QosStream = { bitrate: '', latency: '', jitter: '', avg_loss: '', max_loss: '' };
const noPicture = (random: Random): QosStream => ({
  ...silent,
  resolution: '0*0',
  frame_rate: random() < 0.3 ? '-' : '',
});

function sound(random: Random, quality: QosLine['quality'], [lowKbps, highKbps]: readonly [number, number]): QosStream {
  const [lowMs, highMs] = latencyMs[quality];
  const [lowLoss, highLoss] = lossPermille[quality];
  const averageLoss = integerFrom(random, lowLoss, highLoss);
  const maximumLoss = averageLoss + integerFrom(random, 0, highLoss);
  return {
    bitrate: `${(integerFrom(random, lowKbps * 100, highKbps * 100) / 100).toFixed(2)} kbps`,
    latency: `${integerFrom(random, lowMs, highMs)} ms`,
    jitter: `${integerFrom(random, 0, Math.ceil(highMs / 8))} ms`,
    avg_loss: `${(averageLoss / 10).toFixed(1)}%`,
    max_loss: `${(maximumLoss / 10).toFixed(1)}%`,
  };
}

function picture(random: Random, quality: QosLine['quality'], resolution: string): QosStream {
  const frames = quality === 'poor' ? integerFrom(random, 3, 15) : integerFrom(random, 20, 30);
  return { ...sound(random, quality, [180, 1800]), resolution, frame_rate: `${frames} fps` };
}

function radio(random: Random): Record<string, unknown> {
  const average = integerFrom(random, -75, -45);
  return { max_rssi: average + 6, avg_rssi: average, min_rssi: average - 9, rssi_unit: 'dBm' };
}

function optionalBlocks(random: Random): Record<string, unknown> {
  const ends = ['device_from_crc', 'device_to_crc', 'device_from_rwg', 'device_to_rwg'];
  const blocks = ends.flatMap((end): [string, QosStream][] => [
    [`audio_${end}`, silent],
    [`video_${end}`, { ...silent, resolution: '', frame_rate: '' }],
    [`as_${end}`, { ...silent, resolution: '', frame_rate: '' }],
  ]);
  const level = random() < 0.9 ? 'normal' : 'high';
  return {
    ...Object.fromEntries(blocks),
    cpu_pressure_level: {
      system_min_cpu_pressure_level: 'normal',
      system_avg_cpu_pressure_level: 'normal',
      system_max_cpu_pressure_level: level,
    },
  };
}

/** One entry of `user_qos`: every value a string with its unit, as Zoom writes them. */
function qosSample(
  random: Random,
  line: QosLine,
  { atMs, minute }: { readonly atMs: number; readonly minute: number },
): Record<string, unknown> {
  const { quality } = line;
  // People mute and stop their video now and then.
  const muted = random() < 0.2;
  const video = line.video && random() < 0.9;
  const sharing = line.sharing && minute % 20 < 8;
  const cpu = integerFrom(random, 2, quality === 'poor' ? 60 : 25);
  return {
    date_time: new Date(atMs).toISOString().replace('.000Z', 'Z'),
    audio_input: muted ? silent : sound(random, quality, [20, 64]),
    audio_output: sound(random, quality, [20, 70]),
    video_input: video ? picture(random, quality, '640*360') : noPicture(random),
    video_output: line.video ? picture(random, quality, '1280*720') : noPicture(random),
    as_input: sharing ? picture(random, quality, '1920*1080') : noPicture(random),
    as_output: sharing
      ? noPicture(random)
      : { ...noPicture(random), ...(minute % 3 === 0 && sound(random, quality, [0, 90])) },
    cpu_usage: {
      zoom_min_cpu_usage: `${Math.floor(cpu / 2)}%`,
      zoom_avg_cpu_usage: `${cpu}%`,
      zoom_max_cpu_usage: `${cpu + integerFrom(random, 0, 10)}%`,
      system_max_cpu_usage: `${Math.min(100, cpu + integerFrom(random, 10, 40))}%`,
    },
    ...(line.wifi && { wifi_rssi: radio(random) }),
    ...(line.allBlocks && optionalBlocks(random)),
  };
}
