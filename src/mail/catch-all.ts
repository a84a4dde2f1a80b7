import type { Parcel, Post } from './transport.ts';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const style =
  "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:21px;background:#fff3cd;color:#533f03;padding:10px 16px;";

/** The same mail, for another address, with whom it was for on top and in a header. */
const redirected = (parcel: Parcel, address: string): Parcel => {
  const notice = `Installation d’essai : ce courriel était destiné à ${parcel.to.address}.`;
  return {
    ...parcel,
    to: { name: parcel.to.name, address },
    html: parcel.html.replace(/<body[^>]*>/, (body) => `${body}<div style="${style}">${escaped(notice)}</div>`),
    text: `${notice}\n\n${parcel.text}`,
    headers: { ...parcel.headers, 'X-Original-Recipient': parcel.to.address },
  };
};

/** On a test installation nobody is written to but one address. */
export const catchingAll = (post: Post, address: string): Post => ({
  send: (parcel) => post.send(redirected(parcel, address)),
  close: () => post.close(),
});
