import { join } from 'node:path';
import { defineStage } from '../../infra/settings/stage-config.ts';
import { type Synthesized, synthesize } from '../../infra/synthesize.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import type { UnknownFields } from '../../shared/domain/privacy/known-fields.ts';
import type { PrivacySettings } from '../../shared/domain/privacy/privacy-settings.ts';
import type { Cloud } from '../../shared/domain/zoom-cloud.ts';

/** Where Zoom is, how long to wait for it, and what is not stored. */
export type ProductSettings = {
  readonly plan: Plan;
  readonly cloud?: Cloud;
  /** Absent: the cloud's. */
  readonly zoomApiUrl?: string;
  readonly zoomOauthUrl?: string;
  readonly timeScale: number;
  readonly privacy?: PrivacySettings;
  readonly unknownFields?: UnknownFields;
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
export function synthesizeProduct({ plan, ...settings }: ProductSettings, workDir: string): Synthesized {
  const accounts = [{ name: 'main', plan }];
  const config = defineStage({ stage: 'local', accounts, ...settings, removal: 'destroy' });
  return synthesize({ config, outdir: join(workDir, 'assembly') });
}
