import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import { type PageRequest, pagePath } from '../../../shared/zoom/endpoints.ts';
import { encodeUuid } from '../../../shared/zoom/uuid.ts';

describe('a UUID in a path', () => {
  test.each([
    ['4444AAAiAAAAAiAiAiiAii==', '4444AAAiAAAAAiAiAiiAii%3D%3D', 'once'],
    ['a+b==', 'a%2Bb%3D%3D', 'once with a plus'],
    ['-x', '-x', 'once with a leading dash'],
    ['/abc==', '%252Fabc%253D%253D', 'twice with a leading slash'],
    ['ab//c==', 'ab%252F%252Fc%253D%253D', 'twice with two slashes'],
    ['a/b==', 'a%252Fb%253D%253D', 'twice with one slash'],
    ['/a+b//c==', '%252Fa%252Bb%252F%252Fc%253D%253D', 'twice with everything'],
    ['93201235621', '93201235621', 'as it is where it is a number'],
  ])('%s is %s: encoded %s', (uuid, encoded) => {
    expect(encodeUuid(uuid)).toBe(encoded);
  });
});

describe('the path of a page', () => {
  const request = (kind: Kind, dataset: Dataset): PageRequest => ({ kind, dataset, uuid: 'a+b==', type: 'past' });
  test.each<[Kind, Dataset, string]>([
    [
      'meeting',
      'participants',
      '/metrics/meetings/a%2Bb%3D%3D/participants?page_size=300&type=past&include_fields=registrant_id',
    ],
    [
      'webinar',
      'participants',
      '/metrics/webinars/a%2Bb%3D%3D/participants?page_size=300&type=past&include_fields=registrant_id',
    ],
    ['meeting', 'qos', '/metrics/meetings/a%2Bb%3D%3D/participants/qos?page_size=10&type=past'],
    ['webinar', 'qos', '/metrics/webinars/a%2Bb%3D%3D/participants/qos?page_size=10&type=past'],
    ['meeting', 'report', '/report/meetings/a%2Bb%3D%3D/participants?page_size=300&include_fields=registrant_id'],
    ['webinar', 'report', '/report/webinars/a%2Bb%3D%3D/participants?page_size=300&include_fields=registrant_id'],
  ])('of a %s, %s', (kind, dataset, path) => {
    expect(pagePath(request(kind, dataset))).toBe(path);
    expect(pagePath({ ...request(kind, dataset), pageToken: 'a+/b==' })).toBe(`${path}&next_page_token=a%2B%2Fb%3D%3D`);
  });

  test('of smaller pages asks for as many rows, on every page', () => {
    const small = { ...request('meeting', 'qos'), pageSize: 5 };
    expect(pagePath(small)).toContain('page_size=5&');
    expect(pagePath({ ...small, pageToken: 'b' })).toContain('page_size=5&');
  });

  test('of registrants goes by the number, the list and the occurrence', () => {
    const planned = { meetingId: '81234567890', endTime: '2026-11-20T09:00:00Z' };
    const of = { ...request('webinar', 'registrants'), planned };
    expect(pagePath(of)).toBe('/webinars/81234567890/registrants?page_size=300&status=approved');
    expect(pagePath({ ...of, pageToken: 'b' }, { list: 2, occurrenceId: '1648194360000' })).toBe(
      '/webinars/81234567890/registrants?page_size=300&status=denied&occurrence_id=1648194360000&next_page_token=b',
    );
  });

  test.each([
    ['meeting', 'polls', '/report/meetings/a%2Bb%3D%3D/polls'],
    ['webinar', 'qa', '/report/webinars/a%2Bb%3D%3D/qa'],
    ['meeting', 'survey', '/report/meetings/a%2Bb%3D%3D/survey'],
    ['webinar', 'absentees', '/past_webinars/a%2Bb%3D%3D/absentees?page_size=300'],
  ] as const)('of a %s, %s, says no more than Zoom knows there', (kind, dataset, path) => {
    expect(pagePath(request(kind, dataset))).toBe(path);
  });

  test('of a running meeting asks for no registrants, which Zoom has not then', () => {
    expect(pagePath({ ...request('meeting', 'participants'), type: 'live' })).toBe(
      '/metrics/meetings/a%2Bb%3D%3D/participants?page_size=300&type=live',
    );
    expect(pagePath({ ...request('webinar', 'qos'), type: 'live' })).toBe(
      '/metrics/webinars/a%2Bb%3D%3D/participants/qos?page_size=10&type=live',
    );
  });

  test('asks for a one-participant meeting with pastOne on every page', () => {
    const one: PageRequest = { ...request('meeting', 'participants'), type: 'pastOne' };
    expect(pagePath(one)).toContain('type=pastOne&');
    expect(pagePath({ ...one, pageToken: 'b' })).toContain('type=pastOne&');
  });
});
