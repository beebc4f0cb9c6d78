/** Views of a scene: batched augmentation as tensor operations. */
package kontrast.view;
