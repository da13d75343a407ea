declare module '*.dependency-cruiser.cjs' {
  const configuration: import('dependency-cruiser').IConfiguration & {
    forbidden: NonNullable<import('dependency-cruiser').IConfiguration['forbidden']>;
  };
  export default configuration;
}
