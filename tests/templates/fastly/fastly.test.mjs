// The Fastly template on viceroy with Config, Secret and KV Stores: every part of its tests.

import './parts/project.mjs';
import './parts/answers.mjs';
import './parts/refusals.mjs';
import './parts/visitors.mjs';
import './parts/definitions.mjs';
import './parts/load.mjs';
import './parts/texts.mjs';
