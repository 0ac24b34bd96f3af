import type { Medium } from '../../shared/domain/quality/stream-minute.ts';
import type { StreamName } from '../../shared/domain/quality/summary.ts';
import type { Measure } from '../quality/quality-over-time.ts';

export const mediumText: Readonly<Record<Medium, string>> = { audio: 'Audio', video: 'Video', as: 'Screen sharing' };
export const measureName: Readonly<Record<Measure, string>> = {
  latency: 'Latency',
  jitter: 'Jitter',
  avg_loss: 'Packet loss',
};
export const unitText: Readonly<Record<Measure, string>> = {
  latency: '\u00a0ms',
  jitter: '\u00a0ms',
  avg_loss: '\u00a0%',
};

/** In Zoom's words: it does not say whether `input` is what the participant sent. */
export const streamText: Readonly<Record<StreamName, string>> = {
  audio_input: 'audio input',
  audio_output: 'audio output',
  video_input: 'video input',
  video_output: 'video output',
  as_input: 'screen sharing input',
  as_output: 'screen sharing output',
};
