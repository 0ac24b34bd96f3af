import { describe, expect, test } from 'vitest';
import { numberFrom, readEnvironment } from '../../../shared/lambda/environment.ts';
import { ConfigurationError } from '../../../shared/runtime/errors.ts';

describe('the environment', () => {
  test('is read by name, and nothing else of it', () => {
    expect(readEnvironment(['A', 'B'], { A: '1', B: '2', C: '3' })).toEqual({ A: '1', B: '2' });
  });

  test('names every variable that is missing or blank', () => {
    const read = () => readEnvironment(['A', 'B', 'C', 'D'], { A: '1', B: '', C: '  ' });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow('Missing environment variables: B, C, D.');
  });
});

describe('a number', () => {
  const number = (text: string, limits = {}) => numberFrom({ SCALE: text }, 'SCALE', limits);

  test('may stand at either limit', () => {
    expect(number('0.001')).toBe(0.001);
    expect(number(' 5 ', { min: 5, max: 5, integer: true })).toBe(5);
  });

  test.each([
    ['ten', {}, 'must be a number.'],
    [' ', {}, 'must be a number.'],
    ['Infinity', {}, 'must be a number.'],
    ['-1', { min: 0 }, 'must be a number from 0.'],
    ['11', { min: 1, max: 10 }, 'must be a number from 1 to 10.'],
    ['1.5', { integer: true }, 'must be a whole number.'],
  ])('%j within %j is refused by name', (text, limits, wanted) => {
    expect(() => number(text, limits)).toThrow(ConfigurationError);
    expect(() => number(text, limits)).toThrow(`The environment variable SCALE is "${text.trim()}"; it ${wanted}`);
  });
});
