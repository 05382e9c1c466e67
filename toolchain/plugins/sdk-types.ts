import { dirname, join } from "node:path";
import * as ts from "typescript";

/** A type of the SDK or of a plugin's schema in one notation: "string", "array<string>", "map<string>", "object", "any". */
export type Shape = string;

/** One input of an SDK interface. */
export interface SdkField {
  shape: Shape;
  /** The interface below an "object" or "array<object>". */
  fields?: () => SdkFields;
  /** Whether the program sets it. */
  used: boolean;
}

export type SdkFields = Map<string, SdkField>;

/** The argument interfaces of the SDKs as the compiler sees them, and what a program sets of them. */
export class SdkTypes {
  private readonly checker: ts.TypeChecker;
  private readonly used = new Map<ts.Symbol, Set<string>>();

  /** @param entry the program's first file, absolute; everything that it imports is read. */
  constructor(
    private readonly program: ts.Program,
    entry: string,
  ) {
    this.checker = program.getTypeChecker();
    const folder = dirname(entry);
    for (const file of program.getSourceFiles()) {
      if (file.fileName.startsWith(folder) && !file.fileName.includes("node_modules")) this.collect(file);
    }
  }

  /** Reads a program with the compiler options of the project's tsconfig.json. */
  static ofProgram(root: string, entry: string): SdkTypes {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
      config: unknown;
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    return new SdkTypes(ts.createProgram([entry], options), entry);
  }

  /** The inputs of an exported interface, e.g. `ContainerArgs` of "container.d.ts" in @pulumi/docker. */
  inputsOf(declarationFile: string, name: string): SdkFields {
    const file = this.program
      .getSourceFiles()
      .find(({ fileName }) => fileName.endsWith(`/${declarationFile}`));
    const module = file && this.checker.getSymbolAtLocation(file);
    const symbol =
      module && this.checker.getExportsOfModule(module).find((candidate) => candidate.name === name);
    if (!symbol) throw new Error(`${declarationFile} exports no ${name}, or the program does not import it`);
    return this.fieldsOf(this.checker.getDeclaredTypeOfSymbol(symbol));
  }

  private fieldsOf(type: ts.Type): SdkFields {
    const symbol = type.getSymbol();
    const used = symbol && this.used.get(symbol);
    return new Map(
      this.checker.getPropertiesOfType(type).map((property) => {
        const plain = this.plainTypes(this.checker.getTypeOfSymbol(property));
        return [property.name, { ...this.describe(plain), used: used?.has(property.name) ?? false }];
      }),
    );
  }

  private describe(plain: ts.Type[]): { shape: Shape; fields?: () => SdkFields } {
    const [type] = plain;
    if (type === undefined) return { shape: "undefined" };
    if (type.flags & ts.TypeFlags.Any) return { shape: "any" };
    if (type.flags & ts.TypeFlags.StringLike) return { shape: "string" };
    if (type.flags & ts.TypeFlags.NumberLike) return { shape: "number" };
    if (type.flags & ts.TypeFlags.BooleanLike) return { shape: "boolean" };
    const element = this.checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    const value = element ?? this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (value === undefined) return { shape: "object", fields: () => this.fieldsOf(type) };
    const inner = this.describe(this.plainTypes(value));
    return { ...inner, shape: `${element ? "array" : "map"}<${inner.shape}>` };
  }

  /** The plain values that an `Input<T>` takes: its promises and outputs, and `undefined`, left out. */
  private plainTypes(type: ts.Type): ts.Type[] {
    const members = type.isUnion() ? type.types : [type];
    const wrappers = ["Promise", "OutputInstance"];
    return members.filter(
      (member) =>
        !(member.flags & ts.TypeFlags.Undefined) && !wrappers.includes(member.getSymbol()?.name ?? ""),
    );
  }

  /** Notes each property of each object literal under the SDK interface that it is written for. */
  private collect(node: ts.Node): void {
    if (ts.isObjectLiteralExpression(node)) {
      const expected = this.checker.getContextualType(node);
      for (const type of expected ? this.plainTypes(expected) : []) this.note(type, node);
    }
    ts.forEachChild(node, (child) => {
      this.collect(child);
    });
  }

  private note(type: ts.Type, literal: ts.ObjectLiteralExpression): void {
    const symbol = type.getSymbol();
    const declared = symbol?.declarations?.[0]?.getSourceFile().fileName ?? "";
    if (symbol === undefined || !declared.includes("node_modules/@pulumi/")) return;
    const names = this.used.get(symbol) ?? new Set();
    for (const property of this.checker.getTypeAtLocation(literal).getProperties()) names.add(property.name);
    this.used.set(symbol, names);
  }
}
