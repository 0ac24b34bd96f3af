// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation is CloudFormation's own
import { describe, expect, test } from 'vitest';
import { TemplateError } from '../../../local/emulator/errors.ts';
import { createResolver } from '../../../local/emulator/template/resolve-intrinsics.ts';

const { resolve, holds } = createResolver({
  ref: (name) => ({ Queue: 'http://queue', 'AWS::Region': 'us-east-1' })[name],
  getAtt: (logicalId, attribute) => `${logicalId}/${attribute}`,
  mappings: { Layers: { 'us-east-1': { arm64: 'layer-7' } } },
  conditions: {
    Always: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    Never: { 'Fn::Not': [{ Condition: 'Always' }] },
    Either: { 'Fn::Or': [{ Condition: 'Never' }, { 'Fn::And': [{ Condition: 'Always' }, { Condition: 'Always' }] }] },
  },
});

describe('intrinsic functions', () => {
  test.each([
    [{ Ref: 'Queue' }, 'http://queue'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue/Arn'],
    [{ 'Fn::GetAtt': 'Queue.Arn' }, 'Queue/Arn'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Queue' }, 1]] }, 'a-http://queue-1'],
    [{ 'Fn::Sub': '${AWS::Region} ${Queue} ${Queue.Arn} ${!kept}' }, 'us-east-1 http://queue Queue/Arn ${kept}'],
    [{ 'Fn::Sub': ['${Mine} ${Queue}', { Mine: { Ref: 'AWS::Region' } }] }, 'us-east-1 http://queue'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    [{ 'Fn::FindInMap': ['Layers', { Ref: 'AWS::Region' }, 'arm64'] }, 'layer-7'],
    [{ 'Fn::If': ['Never', 'yes', { Ref: 'Queue' }] }, 'http://queue'],
    [{ 'Fn::Base64': 'a' }, 'YQ=='],
    [
      { kept: 1, left: { Ref: 'AWS::NoValue' }, list: [{ 'Fn::If': ['Always', { Ref: 'AWS::NoValue' }, 1] }, 2] },
      { kept: 1, list: [2] },
    ],
    [
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  ])('intrinsic functions work out %j', (value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  test('intrinsic functions tell whether a condition holds', () => {
    expect([holds('Always'), holds('Never'), holds('Either')]).toEqual([true, false, true]);
  });

  test.each([
    [{ Ref: 'Nothing' }, 'Ref Nothing'],
    [{ 'Fn::ImportValue': 'x' }, 'Fn::ImportValue'],
    [{ 'Fn::FindInMap': ['Layers', 'us-east-1', 'x86'] }, 'Fn::FindInMap Layers.us-east-1.x86'],
    [{ 'Fn::Select': [3, ['a']] }, 'Fn::Select'],
    ['{{resolve:ssm:/name}}', 'dynamic reference'],
  ])('intrinsic functions refuse %j by name', (value, message) => {
    expect(() => resolve(value)).toThrow(TemplateError);
    expect(() => resolve(value)).toThrow(message);
  });
});
