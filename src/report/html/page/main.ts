/** Script of the page: curves and the drawing of the net. */
import { drawCharts } from './charts.js';
import { pageData } from './data.js';
import { openDrawing } from './drawing.js';

document.documentElement.classList.add('scripted');
openDrawing();
drawCharts(pageData());
