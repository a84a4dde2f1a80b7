/** One address and nothing else: no name, no list, no second line. */
export const isMailAddress = (text: string) =>
  text.length <= 254 && /^[^\s<>"(),;:\\@\p{Cc}]{1,64}@[^\s<>"(),;:\\@\p{Cc}]+\.[^\s<>"(),;:\\@.\p{Cc}]+$/u.test(text);
