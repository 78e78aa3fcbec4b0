/**
 * A backend for NVIDIA GPUs: products by cuBLAS, everything else by kernels of our own, an
 * iteration recorded once and replayed as a CUDA graph.
 */
@NullMarked
package org.showerforge.backend.cuda;

import org.jspecify.annotations.NullMarked;
