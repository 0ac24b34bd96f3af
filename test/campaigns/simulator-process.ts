/**
 * Zoom's side in a process of its own, as it is in life: what else is at work does not delay its clock.
 * Takes the meetings' recipes as its argument; answers any message with what was asked of it.
 */
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { startSimulator } from '../../local/simulator/simulator.ts';

const { recipes, options } = JSON.parse(process.argv[2] ?? '{}');
const simulator = await startSimulator({ ...options, meetings: recipes.map(generateMeeting) });
const { apiUrl, oauthUrl, credentials, meetings } = simulator;
process.send?.({
  apiUrl,
  oauthUrl,
  credentials,
  meetings: meetings.map(({ participants, qos, report, ...told }) => told),
});
process.on('message', () => {
  const calls = simulator.calls
    .filter(({ endpoint }) => endpoint !== 'oauth')
    .map(({ atMs, status }) => ({ atMs, status }));
  process.send?.({ calls, tokensIssued: simulator.tokensIssued });
});
process.on('disconnect', () => process.exit(0));
