/** A `T` that only its own parser can make, so that an unchecked string never passes for an id. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
