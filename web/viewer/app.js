import { createApi } from './data/api.js';
import { showFault } from './fault.js';
import { listAddress } from './list/addresses.js';
import { openList } from './list/list-page.js';
import { openProfile } from './profile/profile-page.js';

// The entry point: the list of profiles, or with ?profile= one profile, which &baseline= compares with another one.

const app = document.getElementById('app');
const query = new URLSearchParams(location.search);
const api = createApi(new URL('api/v1/', document.baseURI));
const opened = query.get('profile')
  ? openProfile(api, app, { path: query.get('profile'), baseline: query.get('baseline'), home: listAddress() })
  : openList(api, app, query);
await opened.catch(error => {
  showFault(app, error);
  throw error;
});
app.dataset.ready = 'true';
