// Requests to the server. Errors are problem details, of which the reason is shown.

const maximumAttempts = 5;
const maximumWait = 10;

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function createApi(root) {
  // Returns the address of a resource. A parameter that is null is omitted; that of an array is repeated.
  function addressOf(resource, parameters = {}) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      if (value === null || value === undefined || value === false) continue;
      for (const each of Array.isArray(value) ? value : [value]) query.append(name, each === true ? '1' : String(each));
    }
    const text = query.toString();
    return new URL(resource, root).href + (text === '' ? '' : `?${text}`);
  }

  // Returns the JSON of an address. A server that is busy says so, and is asked again.
  async function getJson(address, signal) {
    for (let attempt = 1; ; attempt++) {
      const response = await send(address, { signal, headers: { accept: 'application/json' } });
      if (response.ok) return response.json();
      const wait = Number(response.headers.get('retry-after'));
      if (response.status !== 503 || attempt === maximumAttempts) throw await errorOf(response);
      await delay(Math.min(Math.max(wait, 0.2), maximumWait) * 1000, signal);
    }
  }

  return { addressOf, getJson };
}

async function send(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, 'The server does not answer.');
  }
}

async function errorOf(response) {
  const problem = await response.json().catch(() => null);
  return new ApiError(response.status, problem?.detail ?? problem?.title ?? `The server answered with status ${response.status}.`);
}

// Sends a file. onProgress receives the part that was sent, from 0 to 1.
export function upload(address, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', address);
    request.responseType = 'text';
    request.upload.addEventListener('progress', event => onProgress(event.total > 0 ? event.loaded / event.total : 0));
    request.addEventListener('load', () => {
      const answer = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer);
      else reject(new ApiError(request.status, answer?.detail ?? answer?.title ?? `The server answered with status ${request.status}.`));
    });
    request.addEventListener('error', () => reject(new ApiError(0, 'The server does not answer.')));
    request.send(file);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function delay(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('The request was canceled.', 'AbortError'));
    });
  });
}
