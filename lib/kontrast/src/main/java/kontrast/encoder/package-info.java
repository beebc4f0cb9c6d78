/** Encoders f and heads g: small networks as DJL blocks, and how their weights are drawn. */
package kontrast.encoder;
