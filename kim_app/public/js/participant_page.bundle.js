// Every page under /kim: the words of its language, its forms, the choice of language, and the screen it shows.
import { start } from "./participant_page/start.js";

start();
