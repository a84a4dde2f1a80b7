interface Success {
  user: string;
  attributes: Record<string, readonly string[]>;
  version: 2 | 3;
  proxies: readonly string[];
}

/** How a server writes a success. Written apart from each other, after what each of them really sends. */
export type CasDialect = (success: Success) => string;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const entries = (attributes: Success['attributes']) =>
  Object.entries(attributes).flatMap(([name, values]) => values.map((value) => [name, escaped(value)] as const));

/** Apereo CAS: prefix `cas`, indented, dates and flags of its own among the attributes, none of them in version 2. */
const apereo: CasDialect = ({ user, attributes, version, proxies }) => `
<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'>
    <cas:authenticationSuccess>
        <cas:user>${escaped(user)}</cas:user>
        ${
          version === 3
            ? `<cas:attributes>
            <cas:credentialType>UsernamePasswordCredential</cas:credentialType>
            <cas:isFromNewLogin>true</cas:isFromNewLogin>
            <cas:authenticationDate>2026-11-22T09:12:44.123Z</cas:authenticationDate>
            <cas:authenticationMethod>LdapAuthenticationHandler</cas:authenticationMethod>
            <cas:longTermAuthenticationRequestTokenUsed>false</cas:longTermAuthenticationRequestTokenUsed>
            ${entries(attributes)
              .map(([name, value]) => `<cas:${name}>${value}</cas:${name}>`)
              .join('\n            ')}
        </cas:attributes>`
            : ''
        }
        ${proxies.length > 0 ? `<cas:proxies>${proxies.map((url) => `<cas:proxy>${url}</cas:proxy>`).join('')}</cas:proxies>` : ''}
    </cas:authenticationSuccess>
</cas:serviceResponse>
`;

/** LemonLDAP::NG: no declaration, tabs, attributes in either version, several values as as many elements. */
const lemonldap: CasDialect = ({ user, attributes, proxies }) =>
  [
    "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'>",
    '\t<cas:authenticationSuccess>',
    `\t\t<cas:user>${escaped(user)}</cas:user>`,
    '\t\t<cas:attributes>',
    ...entries(attributes).map(([name, value]) => `\t\t\t<cas:${name}>${value}</cas:${name}>`),
    '\t\t</cas:attributes>',
    ...(proxies.length === 0 ? [] : ['\t\t<cas:proxies>']),
    ...proxies.map((url) => `\t\t\t<cas:proxy>${url}</cas:proxy>`),
    ...(proxies.length === 0 ? [] : ['\t\t</cas:proxies>']),
    '\t</cas:authenticationSuccess>',
    '</cas:serviceResponse>',
    '',
  ].join('\n');

/** A Shibboleth IdP that speaks CAS: another prefix by default namespace, one line, attributes in no namespace of CAS. */
const shibboleth: CasDialect = ({ user, attributes }) =>
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<serviceResponse xmlns="http://www.yale.edu/tp/cas"><authenticationSuccess>' +
  `<user>${escaped(user)}</user><attributes><authenticationDate>2026-11-22T09:12:44Z</authenticationDate>` +
  entries(attributes)
    .map(([name, value]) => `<x:${name} xmlns:x="urn:mace:dir">${value}</x:${name}>`)
    .join('') +
  '</attributes></authenticationSuccess></serviceResponse>';

/** Servers of version 2 that grew attributes: pairs of name and value beside the user, lists as their own text. */
const pairs: CasDialect = ({ user, attributes }) => `<?xml version="1.0"?>
<c:serviceResponse xmlns:c="http://www.yale.edu/tp/cas"><c:authenticationSuccess>
<c:user>${escaped(user)}</c:user>
<c:attribute name="attraStyle" value="Name-Value"/>
${Object.entries(attributes)
  .map(([name, values]) => {
    const value = escaped(values.length > 1 ? `[${values.join(', ')}]` : (values[0] ?? ''));
    return `<c:attribute name="${name}" value="${value.replaceAll('"', '&quot;')}"/>`;
  })
  .join('\n')}
</c:authenticationSuccess></c:serviceResponse>`;

/** Servers of version 2 whose attributes stand beside the user. */
const beside: CasDialect = ({ user, attributes }) => `
<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess>
  <cas:user>${escaped(user)}</cas:user>
  ${entries(attributes)
    .map(([name, value]) => `<cas:${name}>${value}</cas:${name}>`)
    .join('\n  ')}
  <cas:proxyGrantingTicket>PGTIOU-1</cas:proxyGrantingTicket>
</cas:authenticationSuccess></cas:serviceResponse>`;

export const dialects = { apereo, lemonldap, shibboleth, pairs, beside };

export const failed = (code: string, why: string) =>
  `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationFailure code="${code}">${escaped(why)}</cas:authenticationFailure></cas:serviceResponse>`;
