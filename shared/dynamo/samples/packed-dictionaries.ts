const media = ['video', 'audio', 'as'];
const ends = ['device_from_crc', 'device_from_rwg', 'device_to_crc', 'device_to_rwg', 'input', 'output'];
const blanks = ['avg_loss', 'bitrate', 'jitter', 'latency', 'max_loss'];

/** What most headers have in common. */
const common = [
  ...media.flatMap((medium) => ends.map((end) => `},"${medium}_${end}":{`)),
  '"cpu_pressure_level":{"system_avg_cpu_pressure_level":[0,["normal"]],"system_max_cpu_pressure_level":[1,["normal",',
  '"high"]],"system_min_cpu_pressure_level":[0,["normal"]]},"wifi_rssi":{"avg_rssi":[5,[],null,0,-75],"max_rssi":[5,[],',
  'null,0,-69],"min_rssi":[5,[],null,0,-84],"rssi_unit":[0,["dBm"]]}},"count":60}',
  `{"${blanks.map((metric) => `${metric}":[0,[""]],"`).join('')}frame_rate":[1,["-",""]],"resolution":[0,["0*0"]]`,
];

/** Columns of a stream on lines of three qualities, the good one last, where zlib finds it nearest. */
const lines = [
  { widths: [8, 7, 10, 9], frames: '[1,["","-"]]', resolution: '[0,["0*0"]]' },
  { widths: [5, 5, 8, 6], frames: '[4,["","-"]," fps",0,20]', resolution: '[0,["1920*1080"]]' },
  { widths: [3, 4, 6, 4], frames: '[5,[]," fps",0,0]', resolution: '[1,["1280*720","640*360","1920*1080"]]' },
].map(({ widths: [loss, jitter, latency, most], frames, resolution }) => {
  const stream = (bitrate: number, rate: string, size: string) =>
    `"avg_loss":[${loss},[],"%",1,0],"bitrate":[${bitrate},[]," kbps",2,0],${rate}"jitter":[${jitter},[]," ms",0,0],` +
    `"latency":[${latency},[]," ms",0,0],"max_loss":[${most},[],"%",1,0]${size}},"`;
  return stream(18, `"frame_rate":${frames},`, `,"resolution":${resolution}`) + stream(13, '', '');
});

/**
 * What headers have in common, by the encoding of the samples that zlib is told it before. Part of the format: another text would read
 * nothing that was packed with this one.
 */
export const packedDictionaries = {
  'columns+zlib/1': Buffer.from(
    [
      ...common,
      '{"avg_loss":[3,[],"%",1,0],"bitrate":[13,[]," kbps",2,2000],"jitter":[4,[]," ms",0,0],"latency":[6,[]," ms",0,18],',
      '"max_loss":[4,[],"%",1,0],"frame_rate":[4,["",[]]," fps",0,20],"resolution":[1,["1280*720","640*360","1920*1080"]]',
      '"cpu_usage":{"system_max_cpu_usage":[6,[],"%",0,12],"zoom_avg_cpu_usage":[5,[],"%",0,2],"zoom_max_cpu_usage":[6,[],',
      '"%",0,2],"zoom_min_cpu_usage":[4,[],"%",0,1]},"date_time":[0,[],"Z","time",1760000000,60],{"columns":{"as_input":{',
    ].join(''),
  ),
  'columns+zlib/2': Buffer.from(
    [
      ...common,
      '},"count":60,"rests":{"as_input":{"avg_loss":"","bitrate":"","jitter":"","latency":"","max_loss":"",',
      '"resolution":"0*0"},"as_output":{"avg_loss":"","bitrate":"","jitter":"","latency":"","max_loss":""},"audio_input":{',
      '"avg_loss":"","bitrate":"","jitter":"","latency":"","max_loss":""},"video_input":{"avg_loss":""',
      '"cpu_usage":{"system_max_cpu_usage":[6,[],"%",0,0],"zoom_avg_cpu_usage":[5,[],"%",0,0],"zoom_max_cpu_usage":[6,[],',
      '"%",0,0],"zoom_min_cpu_usage":[4,[],"%",0,0]},"date_time":[0,[],"Z","time",1760000000,60],{"columns":{"as_input":{',
      ...lines,
    ].join(''),
  ),
} as const;

export type PackedEncoding = keyof typeof packedDictionaries;

export const isPackedEncoding = (name: unknown): name is PackedEncoding =>
  typeof name === 'string' && Object.hasOwn(packedDictionaries, name);
