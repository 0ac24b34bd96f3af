/** Loaded into a measured process by `--import`: at its end it writes its peak memory into the file that PEAK_FILE names. */
import { writeFileSync } from 'node:fs';

process.once('exit', () => {
  writeFileSync(process.env.PEAK_FILE ?? '', String(process.resourceUsage().maxRSS * 1_024));
});
