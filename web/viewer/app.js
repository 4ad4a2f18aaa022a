import { ApiError, createApi } from './data/api.js';
import { showFault } from './fault.js';
import { openHosts } from './hosts/hosts-page.js';
import { listAddress } from './list/addresses.js';
import { openList } from './list/list-page.js';
import { openProfile } from './profile/profile-page.js';

// The entry point: the list of profiles, with ?profile= one profile, which &baseline= compares with another one, or with ?hosts= the
// hosts of a service.

const app = document.getElementById('app');
const query = new URLSearchParams(location.search);
const api = createApi(new URL('api/v1/', document.baseURI));
const opened = query.get('profile')
  ? openProfile(api, app, { path: query.get('profile'), baseline: query.get('baseline'), home: listAddress() })
  : query.get('hosts')
    ? openHosts(api, app, query)
    : openList(api, app, query);
await opened.catch(error => {
  showFault(app, error);
  if (!(error instanceof ApiError)) console.error(error);
});
app.dataset.ready = 'true';
