import { join } from 'node:path';
import { defineStage } from '../../infra/settings/stage-config.ts';
import { type Synthesized, synthesize } from '../../infra/synthesize.ts';
import type { Plan } from '../../shared/domain/account/plan.ts';
import type { Cloud } from '../../shared/domain/account/zoom-cloud.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { Kind } from '../../shared/domain/meeting/kind.ts';
import type { ConfidentialRule } from '../../shared/domain/privacy/confidential.ts';
import type { UnknownFields } from '../../shared/domain/privacy/known-fields.ts';
import type { PrivacySettings } from '../../shared/domain/privacy/privacy-settings.ts';
import type { QosSampleForm } from '../../shared/domain/quality/qos-samples.ts';

/** Where Zoom is, how long to wait for it, and what is not stored. */
export type ProductSettings = {
  readonly plan: Plan;
  /** What is captured. @default both */
  readonly kinds?: readonly Kind[];
  /** What is captured. @default the usual datasets */
  readonly datasets?: readonly Dataset[];
  readonly cloud?: Cloud;
  /** Absent: the cloud's. */
  readonly zoomApiUrl?: string;
  readonly zoomOauthUrl?: string;
  readonly timeScale: number;
  /** @default 0: for ever */
  readonly retentionDays?: number;
  readonly privacy?: PrivacySettings;
  readonly unknownFields?: UnknownFields;
  readonly confidential?: ConfidentialRule;
  readonly qosSamples?: QosSampleForm;
  /** @default none are told */
  readonly events?: 'default' | 'own';
  /** @default false */
  readonly lake?: boolean;
};

/** What the thread of a synthesis is started with. */
export type SynthesisStart = {
  readonly settings: ProductSettings;
  /** The cloud assembly is written below it. */
  readonly workDir: string;
};

/** Writes the product's cloud assembly below `workDir`. @throws ConfigurationError */
export function synthesizeProduct(
  { plan, datasets, kinds, ...settings }: ProductSettings,
  workDir: string,
): Synthesized {
  const captured = { ...(datasets && { datasets: [...datasets] }), ...(kinds && { kinds: [...kinds] }) };
  const accounts = [{ name: 'main', plan, ...captured }];
  const config = defineStage({ stage: 'local', accounts, ...settings, removal: 'destroy' });
  return synthesize({ config, outdir: join(workDir, 'assembly') });
}
