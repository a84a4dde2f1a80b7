/** The one address that the CAS server sends people, and the news of their signing out, to. */
export const callbackPath = '/sign-in/cas';

export const signInAddresses = (publicUrl: string, casUrl: string) => {
  const callback = new URL(`${publicUrl}${callbackPath}`);
  const to = (page: string, service: string) => `${casUrl}/${page}?${new URLSearchParams({ service })}`;
  return { callback, login: to('login', callback.href), logout: to('logout', `${publicUrl}/signed-out`) };
};
