import type { TreeNode } from '../services/categories.ts';
import type { Icons } from '../services/icons.ts';
import { folded } from '../web/folded.ts';
import type { CategoryNode, FoundCategory } from './pages.ts';

/** Up to so many choices are all in the page; of more, those of one service at a time. */
const mostInPage = 150;
/** Of those found, so many are shown. */
export const mostFound = 100;

const hrefOf = (node: TreeNode, draft: string | null) =>
  node.categoryId === null || !node.acceptsTickets
    ? null
    : `/tickets/new/${node.categoryId}${draft === null ? '' : `?draft=${draft}`}`;

const pictureOf = ({ categoryId, icons: names }: TreeNode, icons: Icons) =>
  icons.pictureOf(categoryId === null ? 'service' : 'category', ...names);

const choicesIn = ({ acceptsTickets, children }: TreeNode): number =>
  children.reduce((sum, child) => sum + choicesIn(child), acceptsTickets ? 1 : 0);

export const fitsInPage = (tree: readonly TreeNode[]) =>
  tree.length === 1 || tree.reduce((sum, service) => sum + choicesIn(service), 0) <= mostInPage;

interface Choosing {
  draft: string | null;
  /** The service that was unfolded. */
  service: number | null;
}

const branchHref = ({ serviceId }: TreeNode, rank: number, draft: string | null) =>
  `/tickets/new?service=${serviceId}${draft === null ? '' : `&draft=${draft}`}#branch-${rank}`;

/** The tree as the page draws it. A single service is unfolded at once; a large tree has under each service a link, or its categories. */
export function categoryNodes(tree: readonly TreeNode[], icons: Icons, { draft, service }: Choosing): CategoryNode[] {
  const node = (source: TreeNode): CategoryNode => ({
    picture: pictureOf(source, icons),
    label: source.label,
    help: source.help,
    href: hrefOf(source, draft),
    count: choicesIn(source),
    open: false,
    unfolded: null,
    children: source.children.map(node),
  });
  const whole = fitsInPage(tree);
  return tree.map((source, rank) => {
    const open = tree.length === 1 || source.serviceId === service;
    if (whole || open) return { ...node(source), open };
    return {
      ...node({ ...source, children: [] }),
      count: choicesIn(source),
      unfolded: branchHref(source, rank, draft),
    };
  });
}

/** The categories whose name, help or path holds every word of the filter, whatever their accents and case. */
export function foundCategories(
  tree: readonly TreeNode[],
  icons: Icons,
  { filter, draft }: { filter: string; draft: string | null },
): FoundCategory[] {
  const words = folded(filter).split(/\s+/).filter(Boolean);
  const found: FoundCategory[] = [];
  const visit = (node: TreeNode, path: readonly string[]) => {
    const href = hrefOf(node, draft);
    const text = folded([node.label, node.help, ...path].join(' '));
    if (href !== null && words.every((word) => text.includes(word))) {
      found.push({ picture: pictureOf(node, icons), label: node.label, path: path.join(' › '), help: node.help, href });
    }
    for (const child of node.children) visit(child, [...path, node.label]);
  };
  for (const service of tree) visit(service, []);
  return found;
}
