import type { TreeNode } from '../services/categories.ts';
import type { Icons } from '../services/icons.ts';
import { folded } from '../web/folded.ts';
import type { CategoryNode, FoundCategory } from './pages.ts';

const hrefOf = (node: TreeNode, draft: string | null) =>
  node.categoryId === null || !node.acceptsTickets
    ? null
    : `/tickets/new/${node.categoryId}${draft === null ? '' : `?draft=${draft}`}`;

const pictureOf = ({ categoryId, icons: names }: TreeNode, icons: Icons) =>
  icons.pictureOf(categoryId === null ? 'service' : 'category', ...names);

/** The tree as the page draws it. A single service is unfolded at once. */
export function categoryNodes(tree: readonly TreeNode[], icons: Icons, draft: string | null): CategoryNode[] {
  const node = (source: TreeNode, open: boolean): CategoryNode => {
    const children = source.children.map((child) => node(child, false));
    return {
      picture: pictureOf(source, icons),
      label: source.label,
      help: source.help,
      href: hrefOf(source, draft),
      count: children.reduce((sum, child) => sum + child.count, source.acceptsTickets ? 1 : 0),
      open,
      children,
    };
  };
  return tree.map((service) => node(service, tree.length === 1));
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
