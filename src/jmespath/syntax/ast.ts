export const COMPARATORS = ['==', '!=', '<', '<=', '>', '>='] as const;
export type Comparator = (typeof COMPARATORS)[number];

/** In the terms of the JMESPath specification. */
export type Node =
  | { type: 'current' }
  | { type: 'literal'; value: unknown }
  | { type: 'field'; name: string }
  | { type: 'index'; value: number }
  | { type: 'slice'; start: number | null; stop: number | null; step: number }
  | Pair<'subexpression'>
  | Pair<'index_expression'>
  | Pair<'pipe'>
  | Pair<'or'>
  | Pair<'and'>
  | Pair<'projection'>
  | Pair<'value_projection'>
  | { type: 'filter_projection'; left: Node; right: Node; condition: Node }
  | { type: 'comparison'; operator: Comparator; left: Node; right: Node }
  | { type: 'flatten' | 'not'; child: Node }
  | { type: 'multi_select_list'; children: Node[] }
  | { type: 'multi_select_hash'; entries: { name: string; value: Node }[] }
  | { type: 'function'; name: string; args: Argument[]; position: number };

interface Pair<Type> {
  type: Type;
  left: Node;
  right: Node;
}

/** With `&` before it, it is passed unevaluated. */
export interface Argument {
  node: Node;
  isReference: boolean;
  position: number;
}

export type NodeOf<Type extends Node['type']> = Extract<Node, { type: Type }>;

export const CURRENT: Node = { type: 'current' };

const childrenOf = (node: Node): Node[] => {
  switch (node.type) {
    case 'current':
    case 'literal':
    case 'field':
    case 'index':
    case 'slice':
      return [];
    case 'filter_projection':
      return [node.left, node.right, node.condition];
    case 'flatten':
    case 'not':
      return [node.child];
    case 'multi_select_list':
      return node.children;
    case 'multi_select_hash':
      return node.entries.map((entry) => entry.value);
    case 'function':
      return node.args.map((argument) => argument.node);
    default:
      return [node.left, node.right];
  }
};

/** Without recursion: a long chain `a.b.c…` is a deep tree. */
export const measureTree = (root: Node): { size: number; height: number } => {
  const pending: { node: Node; level: number }[] = [{ node: root, level: 1 }];
  let size = 0;
  let height = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    size += 1;
    height = Math.max(height, next.level);
    for (const child of childrenOf(next.node)) pending.push({ node: child, level: next.level + 1 });
  }
  return { size, height };
};
