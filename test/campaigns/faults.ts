/** A fault of the code that was found once, or could be: what would have to be changed to have it again. */
export type Fault = {
  readonly name: string;
  /** Each `from` stands once in its file. */
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[];
  /** Test files that must notice; absent for the unit tests of the machine and the model. */
  readonly tests?: readonly string[];
};

const machine = 'shared/domain/capture/capture-machine.ts';
const poll = 'shared/domain/capture/poll.ts';
const plan = 'shared/domain/capture/poll-plan.ts';
const retry = 'shared/domain/capture/retry-policy.ts';
const worker = 'shared/capture/capture-run.ts';
const budget = 'shared/dynamo/control/rate/rate-budget.ts';
const leases = 'shared/dynamo/control/rate/slot-leases.ts';
const health = 'shared/domain/outage/account-health.ts';

const fault = (name: string, file: string, from: string, to: string): Fault => ({
  name,
  edits: [{ file, from, to }],
});

const zoomTests = (...names: readonly string[]): string[] =>
  names.map((name) => `test/integration/zoom/${name}.test.ts`);
const budgetTests = [...zoomTests('rate-day', 'day-reserve'), 'test/unit/dynamo/rate-'];
const outageTests = ['test/unit/outage'];

export const faults: readonly Fault[] = [
  fault(
    'a later poll that has touched rows forgets it when it begins anew',
    machine,
    'const storing = rows > 0 ? { ...capture, unfinishedRows: true } : capture;',
    'const storing = rows > 0 && !hasBroughtRows(capture) ? { ...capture, unfinishedRows: true } : capture;',
  ),
  fault(
    'what ends without a worker keeps the run of one that is frozen in its save',
    machine,
    '  run: capture.run + 1,\n  sequence: capture.sequence + 1,',
    '  sequence: capture.sequence + 1,',
  ),
  fault(
    'what nobody had registered when the settings left it out is registered by a worker that was frozen',
    machine,
    'if (context.receiveCount === 1) return endMessage(snapshot);',
    'if (context.receiveCount > 0) return endMessage(snapshot);',
  ),
  fault(
    'a worker that was frozen before it registers does so, however late',
    worker,
    "new Set(['register', 'claim', 'save', 'send', 'dead-letter'])",
    "new Set(['claim', 'save', 'send', 'dead-letter'])",
  ),
  fault(
    'a first poll that was never ready is unavailable, whatever is stored',
    machine,
    "return countRows(capture, { state: 'unavailable', edge: 'never ready', ...(lastError && { fault: lastError }) });",
    "return conclude(capture, { after: giveUp(capture, 'unavailable', lastError), edge: 'never ready' }, context);",
  ),
  fault(
    'pages without a row are a poll that brought none',
    machine,
    'if (rowsReturned(progress) === 0) return endWithoutRows(stored, context);',
    '',
  ),
  fault(
    'pages without a row lead to the other kind as if they were its own',
    machine,
    "const begun = other.progress.pages > 0 ? restartPoll(other, 'other-kind') : other;",
    'const begun = other;',
  ),
  fault(
    'empty is given before it is asked whether rows are stored',
    machine,
    "if (oneParticipant && !hasBroughtRows(capture)) return countRows(capture, { state: 'empty', edge: 'rightly empty' });",
    "if (oneParticipant && !hasBroughtRows(capture)) return conclude(capture, { after: settleEmpty(capture, context.now), edge: 'rightly empty' }, context);",
  ),
  fault(
    'each demand counts the plan down',
    plan,
    'plannedAt === undefined || now >= Date.parse(plannedAt);',
    'plannedAt === undefined || now >= 0;',
  ),
  fault(
    'copies of a message are chains of their own',
    machine,
    'if (message.sequence < capture.sequence) return endDone(capture);',
    '',
  ),
  fault(
    'a total that no number can hold is stored',
    'shared/zoom/answers/read-answer.ts',
    'const totalRows = wholeNumber(body.total_records, mostRows);',
    "const totalRows = typeof body.total_records === 'number' ? body.total_records : undefined;",
  ),
  {
    ...fault(
      'an end before the start is believed',
      'shared/zoom/webhook/webhook-end-time.ts',
      '&& !(msOf(end) < startMs)',
      '&& startMs !== 0',
    ),
    tests: ['test/unit/webhook'],
  },
  fault(
    'a batch is written whoever has the lease by then',
    'shared/dynamo/batch-write.ts',
    '      mayWrite?.();\n',
    '',
  ),
  fault(
    'the lease is not asked before a page is written',
    'shared/capture/page-writer.ts',
    'leftOut: unstored, stamp, mayWrite });',
    'leftOut: unstored, stamp });',
  ),
  fault(
    'the lease has no margin for what is on the wire',
    worker,
    'const onTheWireMs = 12_000;',
    'const onTheWireMs = 0;',
  ),
  {
    ...fault(
      'a worker whose clock is behind counts calls of a day that another has begun',
      leases,
      'const day = known.day > today ? known.day : today;',
      'const day = today;',
    ),
    tests: budgetTests,
  },
  {
    ...fault(
      "a day that is used up is told by the worker's clock, not by the day that the item counts",
      'shared/dynamo/control/rate/rate-refusal.ts',
      'nextUtcMidnight(Date.parse(state.day))',
      'nextUtcMidnight(now)',
    ),
    tests: budgetTests,
  },
  {
    ...fault(
      'a call takes a slot past its reserve that one in more of a hurry has leased',
      'shared/dynamo/control/rate/slot-queue.ts',
      'const taken = good.find(({ nth }) => nth <= limit);',
      'const taken = good.find(() => limit > 0);',
    ),
    tests: budgetTests,
  },
  {
    ...fault(
      'a call that was made is given back where a stop has voided others',
      budget,
      '      const isVoid = await this.#isVoid(slot);\n',
      '      const isVoid = await this.#isVoid(slot);\n      if (this.#known.state.era > 0) this.#slots.noteUnused(slot);\n',
    ),
    tests: budgetTests,
  },
  {
    ...fault(
      'the slots that a stop has voided stay counted',
      'shared/dynamo/control/rate/slot-queue.ts',
      'for (const slot of this.#slots) if (!isGood(slot)) this.noteUnused(slot);',
      'for (const slot of this.#slots) if (slot.era === era && !isGood(slot)) this.noteUnused(slot);',
    ),
    tests: budgetTests,
  },
  {
    ...fault(
      'a lease of slots that DynamoDB does not answer is waited for without a bound',
      leases,
      'return waitAtMost(longestAnswerMs, this.#lease(waiter), () => this.#deps.noAnswer());',
      'return this.#lease(waiter);',
    ),
    tests: zoomTests('silent-servers'),
  },
  {
    ...fault(
      'a rejected token is believed after a renewal that was joined',
      'shared/dynamo/control/shared-token.ts',
      'return value === rejected ? (await shareRenewal(rejected)).value : value;',
      'return value;',
    ),
    tests: zoomTests('shared-token'),
  },
  {
    ...fault(
      'an allowance that is given back may count twice',
      'shared/dynamo/control/rate/call-allowance.ts',
      'await updateOnce({',
      'await update({',
    ),
    tests: zoomTests('call-allowance'),
  },
  fault(
    'what is past its retention goes on',
    machine,
    'if (expiresAt !== undefined && expiresAt <= now) return endMessage(capture);',
    '',
  ),
  fault(
    'what is older than Zoom keeps is tried on and on',
    machine,
    'if (!isDemand && !isLeased && isPastHelp(capture, now)) return abandon(capture, context);',
    '',
  ),
  fault(
    'what is given up for its age does not say that rows are there',
    machine,
    'if (asked.unfinishedRows || asked.lease) return countRows(asked, outcome);\n  return abandonOver',
    'return abandonOver',
  ),
  fault(
    'the other kind is not asked',
    machine,
    "if (state === 'unavailable' && mayBeOtherKind(known, stored)) return askOtherKind(known, context);",
    '',
  ),
  fault(
    "both kinds' lists are asked in one invocation, however slow Zoom is",
    machine,
    'if (context.timeUp) return handOver(begun, context, capture.run);',
    '',
  ),
  fault(
    'the other kind is not asked where rows of a worker that died are stored',
    machine,
    "if (state === 'unavailable' && mayBeOtherKind(known, stored))",
    "if (state === 'unavailable' && stored === 0 && mayBeOtherKind(known, stored))",
  ),
  fault(
    'an item is saved before its message is sent',
    machine,
    'return { capture: after, effects: [...effects, ...lastEffects(before, after)], edge };',
    'const [save, ...rest] = lastEffects(before, after);\n  return { capture: after, effects: [...(save ? [save] : []), ...effects, ...rest], edge };',
  ),
  {
    name: 'a dead letter comes after its item',
    edits: [
      {
        file: machine,
        from: "  if (deadLetter) effects.push({ kind: 'dead-letter', message: withoutNames(message) });\n",
        to: "  const [save, ...rest] = lastEffects(before, after);\n  if (deadLetter && save) return { capture: after, effects: [save, { kind: 'dead-letter', message: withoutNames(message) }, ...rest], edge };\n",
      },
    ],
  },
  {
    name: 'the message of a hand-over is sent before the lease is given back',
    edits: [
      {
        file: machine,
        from: "      { kind: 'save', capture: handed, expectedRun },\n      { kind: 'send', message: { ...withoutNames(message), sequence: capture.sequence }, at: now },\n",
        to: "      { kind: 'send', message: { ...withoutNames(message), sequence: capture.sequence }, at: now },\n      { kind: 'save', capture: handed, expectedRun },\n",
      },
    ],
  },
  fault(
    'more rows than were counted are taken for right',
    machine,
    'if (kept === capture.progress.rows) return',
    'if (kept >= capture.progress.rows) return',
  ),
  fault(
    'fewer rows than were counted are taken for right',
    machine,
    'if (kept === capture.progress.rows) return',
    'if (kept <= capture.progress.rows) return',
  ),
  fault(
    'a batch that is not written after all tries is given up silently',
    'shared/dynamo/batch-write.ts',
    'throw new BusyError(`DynamoDB left',
    'if (pending.length === 0) throw new BusyError(`DynamoDB left',
  ),
  fault(
    'failures of one kind are kept over "not ready"',
    plan,
    "'nextPollAt', 'lastError', 'pollFailures', 'failingSince');",
    "'nextPollAt', 'lastError', 'failingSince');",
  ),
  fault(
    'a page that comes each time is taken for the end of failures of the one behind it',
    machine,
    "const known = isFurther(progress) ? { ...omit(capture, 'failingSince'), failures: 0 } : capture;",
    "const known = { ...omit(capture, 'failingSince'), failures: isFurther(progress) ? 0 : capture.failures };",
  ),
  fault(
    'pages that time out are asked for in the same size again',
    retry,
    "kind === 'timeout' && failures > 0 ? smallerPages(capture, usualPageSize) : capture.progress;",
    'usualPageSize > 0 ? capture.progress : smallerPages(capture, usualPageSize);',
  ),
  fault(
    'rows that differ are a fault that nobody knows',
    machine,
    "return fail(capture, { kind: 'paging', fault: faultAt(context.now, 'RowsDifferError', message) }, context);",
    'throw new Error(message);',
  ),
  {
    ...fault(
      'a worker saves over the one that has taken over',
      'shared/dynamo/captures/capture-store.ts',
      "'#run = :run', condition)) return true;",
      "'#run >= :run OR #run < :run', condition)) return true;",
    ),
    tests: ['test/unit/dynamo/capture-store.test.ts'],
  },
  fault(
    'a poll that begins anew leaves rows of its earlier run',
    poll,
    'prune: false } : { prune: true }) });',
    'prune: false } : { prune: progress.prune }) });',
  ),
  fault(
    'a poll that goes on after a crash does not prune',
    poll,
    'prune: progress.prune || crashed, segments };',
    'prune: progress.prune, segments };',
  ),
  fault(
    'a poll does not heed an erasure behind its first page',
    machine,
    "return capture.progress.pages > 0 ? restart(informed, 'erasure') : proceed(informed);",
    'return proceed(informed);',
  ),
  fault(
    "a snapshot's rows are kept where the capture begins",
    machine,
    "effects: [{ kind: 'delete-rows' }, readRedaction] };",
    'effects: [readRedaction] };',
  ),
  fault(
    'a capture is polled although the calls of its account are stopped',
    machine,
    "if (context.heldUntil !== undefined && capture.state !== 'running') return hold(capture, context.heldUntil, context);",
    '',
  ),
  fault(
    'what is put off beside a snapshot takes its place',
    machine,
    'return step.capture === fresh ? { capture: stored, effects: step.effects } : step;',
    'return step;',
  ),
  {
    ...fault(
      'several calls at once probe a stop',
      health,
      'nextProbeAt <= now && probingUntil <= now;',
      'nextProbeAt <= now && probingUntil < Infinity;',
    ),
    tests: outageTests,
  },
  {
    ...fault(
      'an answer to a call from before a stop ends it',
      health,
      'const isNews = stop && askedAt > stop.since &&',
      'const isNews = stop && askedAt > 0 &&',
    ),
    tests: outageTests,
  },
  fault(
    'a poll that compares takes other rows for those that are stored',
    poll,
    'contentHash === found && rows === kept && erased === leftOut;',
    'contentHash !== undefined && found !== undefined && rows === kept && erased === leftOut;',
  ),
  fault(
    'a poll that compares writes its first page before its item says so',
    machine,
    "effects: [...ahead, { kind: 'save', capture: storing, expectedRun: capture.run }, { kind: 'store-page' }],",
    "effects: [...ahead, { kind: 'store-page' }, { kind: 'save', capture: storing, expectedRun: capture.run }],",
  ),
];
