/** The one address that the CAS server sends people, and the news of their signing out, to. */
export const callbackPath = '/sign-in/cas';

/** Pages of the CAS server, and what they send back to. `login` shows its form, `gateway` never does. */
export const signInAddresses = (publicUrl: string, casUrl: string, { renew = false } = {}) => {
  const callback = new URL(`${publicUrl}${callbackPath}`);
  const to = (page: string, service: string, option = {}) =>
    `${casUrl}/${page}?${new URLSearchParams({ service, ...option })}`;
  return {
    callback,
    login: to('login', callback.href, renew ? { renew: 'true' } : {}),
    gateway: to('login', callback.href, { gateway: 'true' }),
    logout: to('logout', `${publicUrl}/signed-out`),
  };
};
