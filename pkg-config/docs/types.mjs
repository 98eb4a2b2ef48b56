// Reads declarations (entry/*.d.ts): what is exported, with its text, its comment and its members.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { inRoot } from '../setup/paths.mjs';

/** A TypeScript that is a library: the one of @arethetypeswrong; version 7 is a program only. */
const theirs = createRequire(createRequire(import.meta.url).resolve('@arethetypeswrong/core'));
const ts = theirs('typescript');

/** `[{ name, kind, text, comment, members }]` of the exports of a file of `entry/`, in its order. */
export function declarations(file) {
  const text = readFileSync(inRoot('pkg-config', 'entry', file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.filter(isExported).map((node) => describe(node, source));
}

const isExported = (node) =>
  node.name !== undefined &&
  ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

const KINDS = {
  [ts.SyntaxKind.FunctionDeclaration]: 'function',
  [ts.SyntaxKind.ClassDeclaration]: 'class',
  [ts.SyntaxKind.InterfaceDeclaration]: 'interface',
  [ts.SyntaxKind.TypeAliasDeclaration]: 'type',
};

function describe(node, source) {
  const kind = KINDS[node.kind];
  const found = { name: node.name.text, kind, text: node.getText(source), comment: comment(node) };
  const members = (node.members ?? []).filter(isPublic).map((member) => ({
    name: member.name?.getText(source) ?? '',
    isStatic: has(member, ts.SyntaxKind.StaticKeyword),
    isOptional: member.questionToken !== undefined,
    isMethod: ts.isMethodDeclaration(member),
    type: member.type?.getText(source) ?? '',
    text: squeeze(member.getText(source)).replace(/;$/, ''),
    comment: comment(member),
  }));
  const bases = (node.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.getText(source)));
  return { ...found, members, bases };
}

const has = (node, wanted) => ts.getModifiers(node)?.some(({ kind }) => kind === wanted) ?? false;
const isPublic = (member) =>
  !ts.isConstructorDeclaration(member) && !has(member, ts.SyntaxKind.PrivateKeyword);
const squeeze = (text) => text.replaceAll(/\/\*\*.*?\*\/\s*/gs, '').replaceAll(/\s+/g, ' ');

/** `{ text, throws }` of the comment in front of a declaration; of the last one, if there are several. */
function comment(node) {
  const found = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
  const text = ts.getTextOfJSDocComment(found?.comment) ?? '';
  const throws = (found?.tags ?? [])
    .filter(({ tagName }) => tagName.text === 'throws')
    .map((tag) => {
      const what = ts.getTextOfJSDocComment(tag.comment) ?? '';
      return `${tag.typeExpression?.type.getText() ?? ''} ${what}`.trim();
    });
  return { text: text.trim(), throws };
}
