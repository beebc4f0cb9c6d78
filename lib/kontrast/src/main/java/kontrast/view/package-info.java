/**
 * Views of a scene: batched augmentation as tensor operations.
 *
 * <p>Reading order: {@link kontrast.view.View} is a function of a batch and of chance, {@link
 * kontrast.view.HorizontalFlip} a short one, {@link kontrast.view.Views} composes them. What all share is in {@code
 * Pixels} (checks, grey, one number an image) and {@code Warp} (crops and turns). Then {@link kontrast.view.Multiview}
 * (several views of one scene), and {@link kontrast.view.PatchGrid} and {@link kontrast.view.OverlappingGrid}
 * (patches).
 */
package kontrast.view;
