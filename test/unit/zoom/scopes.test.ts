import { expect, test } from 'vitest';
import { hasKind, knownDatasets } from '../../../shared/domain/dataset.ts';
import { kinds } from '../../../shared/domain/meeting/kind.ts';
import { datasetScope, listScopes } from '../../../shared/zoom/scopes.ts';

const dashboardOf = (kind: string) => [`dashboard_${kind}s:read:admin`, 'dashboard:read:admin'];

test('each dataset of each kind needs the scope that Zoom documents, or an older one', () => {
  const needed = kinds.flatMap((kind) =>
    knownDatasets.filter((dataset) => hasKind(dataset, kind)).map((dataset) => datasetScope(kind, dataset)),
  );
  expect(needed).toEqual([
    { granular: 'dashboard:read:list_meeting_participants:admin', classic: dashboardOf('meeting') },
    { granular: 'dashboard:read:list_meeting_participants_qos:admin', classic: dashboardOf('meeting') },
    { granular: 'report:read:list_meeting_participants:admin', classic: ['report:read:admin'] },
    { granular: 'meeting:read:list_registrants:admin', classic: ['meeting:read:admin'] },
    { granular: 'report:read:list_meeting_polls:admin', classic: ['report:read:admin'] },
    { granular: 'report:read:meeting_qna:admin', classic: ['report:read:admin'] },
    { granular: 'report:read:meeting_survey:admin', classic: ['report:read:admin'] },
    { granular: 'dashboard:read:list_webinar_participants:admin', classic: dashboardOf('webinar') },
    { granular: 'dashboard:read:list_webinar_participants_qos:admin', classic: dashboardOf('webinar') },
    { granular: 'report:read:list_webinar_participants:admin', classic: ['report:read:admin'] },
    { granular: 'webinar:read:list_registrants:admin', classic: ['webinar:read:admin'] },
    { granular: 'report:read:list_webinar_polls:admin', classic: ['report:read:admin'] },
    { granular: 'report:read:webinar_qna:admin', classic: ['report:read:admin'] },
    { granular: 'report:read:webinar_survey:admin', classic: ['report:read:admin'] },
    { granular: 'webinar:read:list_absentees:admin', classic: ['webinar:read:admin'] },
  ]);
});

test('each list of ended meetings needs the scope that Zoom documents, or an older one', () => {
  expect(listScopes).toEqual({
    history: { granular: 'report:read:list_history_meetings:admin', classic: ['report:read:admin'] },
    meetings: { granular: 'dashboard:read:list_meetings:admin', classic: dashboardOf('meeting') },
    'meetings-of-one': { granular: 'dashboard:read:list_meetings:admin', classic: dashboardOf('meeting') },
    webinars: { granular: 'dashboard:read:list_webinars:admin', classic: dashboardOf('webinar') },
  });
});
