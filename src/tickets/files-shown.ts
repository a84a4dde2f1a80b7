import type { ActionLink } from './pages.ts';

export interface FileView {
  id: string;
  name: string;
  size: number;
  icon: string;
  /** Empty for who may not download it. */
  href: string;
  /** To be shown on the page; everything else is only downloaded. */
  image: { href: string; thumbnail: string; width: number; height: number } | null;
  /** Its content is gone, its name stays. */
  deleted: boolean;
  actions: readonly ActionLink[];
}

export interface FileLimits {
  count: number;
  sizeEach: number;
  total: number;
}
