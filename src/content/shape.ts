// What the model says of a place in a file's data: its keys, its description, its choices.
import { z } from 'zod';
import type { DataPath } from '../model/record.ts';

/** The keys that a mapping at `path` may have. */
export function keysAt(schema: z.ZodType, path: DataPath): string[] {
  return optionsAt(schema, path).flatMap((option) =>
    option instanceof z.ZodObject ? Object.keys(option.shape) : [],
  );
}

/** The fixed values that a value at `path` may have. */
export function literalsAt(schema: z.ZodType, path: DataPath): string[] {
  return optionsAt(schema, path).flatMap((option) =>
    option instanceof z.ZodLiteral ? [...option.values].map(String) : [],
  );
}

/** What stands at `path`, in words. */
export function descriptionAt(schema: z.ZodType, path: DataPath): string | undefined {
  return schemasAt(schema, path)
    .map((option) => option.description)
    .find((description) => description !== undefined);
}

/** A validator without what makes it optional or gives it a default. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}

/** The validator of a key of an object. */
export function fieldOf(schema: z.ZodObject, key: string): z.ZodType | undefined {
  return Object.hasOwn(schema.shape, key) ? (schema.shape[key] as z.ZodType) : undefined;
}

function schemasAt(schema: z.ZodType, path: DataPath): z.ZodType[] {
  let schemas: z.ZodType[] = [schema];
  for (const step of path) {
    schemas = schemas.flatMap(options).flatMap((option): z.ZodType[] => {
      if (option instanceof z.ZodObject) return [fieldOf(option, String(step)) ?? []].flat();
      return option instanceof z.ZodArray ? [option.element as z.ZodType] : [];
    });
  }
  return schemas;
}

function optionsAt(schema: z.ZodType, path: DataPath): z.ZodType[] {
  return schemasAt(schema, path).flatMap(options);
}

function options(schema: z.ZodType): z.ZodType[] {
  const plain = unwrapped(schema);
  return plain instanceof z.ZodUnion ? (plain.options as z.ZodType[]).flatMap(options) : [plain];
}
