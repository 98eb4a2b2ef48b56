// What wrangler.jsonc and its secrets give to the Worker.

import type { Visitor } from './visitor';

export interface Env {
  VISITORS: DurableObjectNamespace<Visitor>;
  /** Definitions that change without a deployment, under the key `audiences`. */
  AUDIENCES?: KVNamespace;
  ALLOWED_ORIGINS: string;
  REFRESH_SECONDS: string;
  KEEP_DAYS: string;
  /** A secret: who has it may put attributes of profiles. Without it nobody may. */
  PROFILE_TOKEN?: string;
}
