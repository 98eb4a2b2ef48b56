// The Cloudflare template on workerd with Durable Objects, SQL and KV: every part of its tests.

import './parts/project.mjs';
import './parts/answers.mjs';
import './parts/refusals.mjs';
import './parts/visitors.mjs';
import './parts/profiles.mjs';
import './parts/refresh.mjs';
import './parts/load.mjs';
