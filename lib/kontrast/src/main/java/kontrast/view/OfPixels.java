package kontrast.view;

import java.util.List;

/**
 * A view that takes its images for brightness and keeps the result within [0, 1]. Behind {@link Lab}, whose L, a and b
 * lie in [-1, 1], it would cut off all that is below 0, half of the picture, without a word.
 */
interface OfPixels extends View {

    /**
     * Checks the order of views.
     *
     * @param views one after another, the first applied first
     * @throws IllegalArgumentException if one cuts off what an earlier one has made
     */
    static void check(List<View> views) {
        boolean lab = false;
        for (View view : Views.parts(views)) {
            if (lab && view instanceof OfPixels) {
                throw new IllegalArgumentException(
                        "%s works on RGB in [0, 1], not on L, a and b: put it before Lab".formatted(view));
            }
            lab |= view instanceof Lab;
        }
    }
}
