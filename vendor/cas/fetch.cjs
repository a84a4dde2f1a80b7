'use strict';

const { CasError } = require('./error.cjs');

const longestAnswer = 100_000;

/** The whole body, or an error as soon as it is too long: a hostile answer must not fill the memory. */
async function readCapped(response) {
  const chunks = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > longestAnswer) throw new CasError('MALFORMED', 'the answer is too long');
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new CasError('MALFORMED', 'the answer is not UTF-8');
  }
}

function checkStatus(status) {
  if (status >= 500) throw new CasError('UNREACHABLE', `the server answered ${status}`);
  // the ticket belongs to one server: it is not carried to wherever an answer points
  if (status !== 200) throw new CasError('MALFORMED', `the server answered ${status}`);
}

/** The text at this address, in time, whole and in UTF-8; otherwise a CasError. */
async function fetchAnswer(address, patience) {
  try {
    const signal = AbortSignal.timeout(patience);
    const headers = { accept: 'application/xml, text/xml' };
    const response = await fetch(address, { redirect: 'manual', signal, headers });
    checkStatus(response.status);
    return await readCapped(response);
  } catch (error) {
    if (error instanceof CasError) throw error;
    if (error.name === 'TimeoutError') throw new CasError('TIMEOUT', `no answer in ${patience} ms`);
    throw new CasError('UNREACHABLE', error.cause?.message ?? error.message);
  }
}

module.exports = { fetchAnswer };
