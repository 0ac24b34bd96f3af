import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The names that cdk-nag's packs for HIPAA and for NIST 800-53 have for a rule that is in both. */
export const inBothPacks = (...rules: readonly string[]): readonly string[] =>
  rules.flatMap((rule) => [`HIPAA.Security-${rule}`, `NIST.800.53.R5-${rule}`]);

/** Says why these rules of cdk-nag find something in a construct, and in what it is made of, that stays as it is. */
export function answerRules(construct: IConstruct, reason: string, rules: readonly string[]): void {
  Validations.of(construct).acknowledge(...rules.map((id) => ({ id, reason })));
}
