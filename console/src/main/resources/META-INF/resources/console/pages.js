// Every page, in the order of the menu. A page is a module with
//   name   in the address, and of its texts (page.NAME)
//   role   who may see it: viewer, operator or admin
//   open   (view) => shows itself, until view.signal; see app.js for what a view offers

import * as overview from './pages/overview.js';
import * as sessions from './pages/sessions.js';
import * as nodes from './pages/nodes.js';
import * as maintenance from './pages/maintenance.js';
import * as limits from './pages/limits.js';
import * as places from './pages/places.js';
import * as refusals from './pages/refusals.js';
import * as bans from './pages/bans.js';
import * as accounts from './pages/accounts.js';
import * as replies from './pages/replies.js';
import * as audit from './pages/audit.js';
import * as administrators from './pages/administrators.js';
import * as tokens from './pages/tokens.js';

export const pages = [overview, sessions, nodes, maintenance, limits, places, refusals, bans, accounts, replies, audit,
    administrators, tokens];
